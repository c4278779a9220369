import asyncio


async def work():
    try:
        for step in [1, 2, 3]:
            await asyncio.sleep(2)
            print(f"step {step} is done")
    finally:
        print("closing")
        await asyncio.sleep(1)
        print("closed")


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(5)
    print("stop, please")
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print(f"the task has ended, after {asyncio.get_running_loop().time():.0f} s")


if __name__ == "__main__":
    asyncio.run(main())
