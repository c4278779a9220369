import asyncio


async def stubborn():
    while True:
        try:
            await asyncio.sleep(3)
            return "the answer"
        except asyncio.CancelledError:
            print("no, I want to finish this")


async def main():
    answer = await asyncio.wait_for(stubborn(), timeout=2)
    print(f"{answer}, after {asyncio.get_running_loop().time():.0f} s")


if __name__ == "__main__":
    asyncio.run(main())
