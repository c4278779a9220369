import asyncio


async def upload(file, seconds):
    print(f"{file}: begins")
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        print(f"{file}: cancelled")
        raise
    print(f"{file}: done")


async def main():
    photos = asyncio.create_task(upload("photos", 3))
    try:
        await asyncio.wait_for(photos, timeout=1)
    except TimeoutError:
        print("gave up")
    await asyncio.sleep(3)  # other work


if __name__ == "__main__":
    asyncio.run(main())
