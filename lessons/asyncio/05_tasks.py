import asyncio


async def upload(file, seconds):
    print(f"{file}: begins")
    await asyncio.sleep(seconds)
    print(f"{file}: done")
    return seconds * 10


async def main():
    clock = asyncio.get_running_loop().time
    photos = asyncio.create_task(upload("photos", 2))
    print("spawned")
    await asyncio.sleep(1)  # stands for something else to do
    print("awaiting")
    size = await photos
    print(f"{size} MB after {clock():.0f} s")


if __name__ == "__main__":
    asyncio.run(main())
