import asyncio


async def careful_upload(file, seconds):
    print(f"{file}: begins")
    try:
        await asyncio.sleep(seconds)
        print(f"{file}: done")
    except asyncio.CancelledError:
        await asyncio.sleep(1)  # cleaning up may take its time
        print(f"{file}: half of it is removed")
        raise


async def main():
    asyncio.create_task(careful_upload("photos", 2))
    await asyncio.sleep(1)
    print("main is done")


if __name__ == "__main__":
    asyncio.run(main())
