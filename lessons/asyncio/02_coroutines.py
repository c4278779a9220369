import asyncio


async def greet(name):
    print(f"hello, {name}")
    await asyncio.sleep(1)
    return len(name)


async def main():
    greeting = greet("ada")
    print(f"a {type(greeting).__name__}, and nobody was greeted")
    await asyncio.sleep(2)
    print(await greeting)


if __name__ == "__main__":
    asyncio.run(main())
