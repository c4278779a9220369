import asyncio

FILES = {"a": 4, "b": 1, "c": 1, "d": 3, "e": 2, "f": 1}


async def download(places, file):
    async with places:
        print(f"begin: {file}")
        await asyncio.sleep(FILES[file])
        print(f"done: {file}")
        return file


async def main():
    places = asyncio.Semaphore(2)
    calls = [asyncio.create_task(download(places, file)) for file in FILES]
    for next_done in asyncio.as_completed(calls):
        print(f"out: {await next_done}")
    print("out: end")


if __name__ == "__main__":
    asyncio.run(main())
