import asyncio


async def job(how):
    await asyncio.sleep(1)
    if how == "completes":
        return "a map"
    if how == "fails":
        raise OSError("the disk is full")
    raise AssertionError("the pen breaks")


async def main():
    tasks = [asyncio.create_task(job(how)) for how in ("completes", "fails", "panics", "is cancelled")]
    tasks[3].cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        print(repr(outcome))


asyncio.run(main())
