import asyncio


async def forecast():
    print("forecast: asked")
    try:
        await asyncio.sleep(3)
        print("forecast: answered")
    finally:
        await asyncio.sleep(1)  # saying goodbye takes a while
        print("hung up")


async def main():
    try:
        await asyncio.wait_for(forecast(), timeout=2)
    except TimeoutError:
        print(f"gave up, after {asyncio.get_running_loop().time():.0f} s")


if __name__ == "__main__":
    asyncio.run(main())
