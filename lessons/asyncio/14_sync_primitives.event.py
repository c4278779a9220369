import asyncio


async def visit(door, comes):
    await asyncio.sleep(comes)
    await door.wait()
    print(f"{asyncio.get_running_loop().time():.0f} s  who came at {comes} s is inside")


async def main():
    door = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for comes in 0, 1, 3:
            group.create_task(visit(door, comes))
        await asyncio.sleep(2)
        door.set()


asyncio.run(main())
