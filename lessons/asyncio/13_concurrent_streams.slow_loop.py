import asyncio


async def fetch(places, file):
    async with places:
        print(f"begin: {file}")
        await asyncio.sleep(1)
        print(f"connected: {file}")
        await asyncio.sleep(1)
        print(f"done: {file}")
        return file


async def main():
    loop = asyncio.get_running_loop()
    begin = loop.time()
    places = asyncio.Semaphore(2)
    calls = [asyncio.create_task(fetch(places, file)) for file in "abcd"]
    for call in calls:
        print(f"out: {await call}")
        await asyncio.sleep(3)  # work on it
    print(f"after {loop.time() - begin:.0f} s")


asyncio.run(main())
