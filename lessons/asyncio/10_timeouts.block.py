import asyncio


async def fetch(step, seconds):
    print(f"{step}: asked")
    await asyncio.sleep(seconds)
    print(f"{step}: answered")


async def main():
    try:
        async with asyncio.timeout(5):
            for step in ["log in", "search", "download"]:
                await fetch(step, 2)
    except TimeoutError:
        print(f"gave up: {step}, after {asyncio.get_running_loop().time():.0f} s")


if __name__ == "__main__":
    asyncio.run(main())
