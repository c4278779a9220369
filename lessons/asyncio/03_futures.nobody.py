import asyncio


async def oracle(answer):
    await asyncio.sleep(1)
    del answer  # goes away without a word


async def main():
    answer = asyncio.get_running_loop().create_future()
    oracles_task = asyncio.create_task(oracle(answer))
    try:
        print("the answer is", await asyncio.wait_for(answer, timeout=60))
    except TimeoutError:
        print(f"still no answer after {asyncio.get_running_loop().time():.0f} s")
    await oracles_task


if __name__ == "__main__":
    asyncio.run(main())
