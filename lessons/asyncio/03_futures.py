import asyncio


async def oracle(answer):
    await asyncio.sleep(3)
    answer.set_result(42)


async def main():
    answer = asyncio.get_running_loop().create_future()
    oracles_task = asyncio.create_task(oracle(answer))
    print("the answer is", await answer)
    print("asked once more:", await answer)
    try:
        answer.set_result(43)
    except asyncio.InvalidStateError as error:
        print(f"InvalidStateError: {error}")
    await oracles_task


if __name__ == "__main__":
    asyncio.run(main())
