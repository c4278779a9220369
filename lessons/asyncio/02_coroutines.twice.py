import asyncio


async def temperature():
    return 24


async def main():
    rome = temperature()
    print("now", await rome)
    try:
        print("and now", await rome)
    except RuntimeError as error:
        print(f"RuntimeError: {error}")


if __name__ == "__main__":
    asyncio.run(main())
