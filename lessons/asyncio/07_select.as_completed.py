import asyncio


async def ask(mirror, seconds):
    await asyncio.sleep(seconds)
    return f"a page from {mirror}"


async def main():
    calls = [ask("far", 3), ask("middle", 2), ask("near", 1)]
    for next_call in asyncio.as_completed(calls):
        print(await next_call)


if __name__ == "__main__":
    asyncio.run(main())
