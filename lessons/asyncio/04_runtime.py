import asyncio


async def answer():
    return 42


async def main():
    loop = asyncio.get_running_loop()
    print(f"on the loop's clock, {loop.time():.0f} s")
    await asyncio.sleep(10)
    print(f"on the loop's clock, {loop.time():.0f} s")
    late = answer()
    try:
        loop.run_until_complete(late)
    except RuntimeError as error:
        print(error)
    print(await late)


if __name__ == "__main__":
    asyncio.run(main())
