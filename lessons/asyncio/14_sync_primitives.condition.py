import asyncio


async def visit(changed, open_, comes):
    await asyncio.sleep(comes)
    async with changed:
        await changed.wait_for(lambda: open_["door"])
    print(f"{asyncio.get_running_loop().time():.0f} s  who came at {comes} s is inside")


async def main():
    changed, open_ = asyncio.Condition(), {"door": False}
    async with asyncio.TaskGroup() as group:
        for comes in 0, 1, 3:
            group.create_task(visit(changed, open_, comes))
        await asyncio.sleep(2)
        async with changed:
            open_["door"] = True
            changed.notify_all()


asyncio.run(main())
