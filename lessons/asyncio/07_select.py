import asyncio


async def ask(mirror, seconds):
    await asyncio.sleep(seconds)
    print(f"{mirror}: a page")
    return "a page"


async def main():
    near = asyncio.create_task(ask("near", 1))
    far = asyncio.create_task(ask("far", 3))
    done, pending = await asyncio.wait([near, far], return_when=asyncio.FIRST_COMPLETED)
    print(f"{len(done)} is done, {len(pending)} is pending")
    await asyncio.sleep(3)
    print("three seconds later")


if __name__ == "__main__":
    asyncio.run(main())
