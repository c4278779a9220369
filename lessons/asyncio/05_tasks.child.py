import asyncio


async def careful_upload(file, seconds):
    print(f"{file}: begins")
    try:
        await asyncio.sleep(seconds)
        print(f"{file}: done")
    except asyncio.CancelledError:
        print(f"{file}: half of it is removed")
        raise


async def album():
    photos = asyncio.create_task(careful_upload("photos", 3))
    await photos
    print("the album is complete")


async def shielded_album():
    music = asyncio.create_task(careful_upload("music", 3))
    await asyncio.shield(music)
    print("the album is complete")


async def main():
    for work in album(), shielded_album():
        task = asyncio.create_task(work)
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.sleep(3)


if __name__ == "__main__":
    asyncio.run(main())
