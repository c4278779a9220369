import asyncio

cleared_away = []


async def brew(what, seconds):
    try:
        await asyncio.sleep(seconds)
        if what == "milk":
            raise RuntimeError("the milk boils over")
        return what
    finally:
        cleared_away.append(what)


async def breakfast():
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(brew(what, seconds))
            for what, seconds in [("coffee", 3), ("milk", 1), ("tea", 2)]
        ]
    return [task.result() for task in tasks]


async def main():
    loop = asyncio.get_running_loop()
    begin = loop.time()
    try:
        print(await breakfast())
    except* RuntimeError as failures:
        print("cleared away:", *sorted(cleared_away))  # a group cancels its tasks in no fixed order
        print(f"failed: {failures.exceptions}")
    print(f"the kitchen is clean, after {loop.time() - begin:.0f} s")


asyncio.run(main())
