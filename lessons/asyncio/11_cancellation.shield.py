import asyncio


async def buy():
    await asyncio.sleep(2)
    print("paid")
    await asyncio.sleep(2)
    print("got the ticket")


async def main():
    buying = asyncio.create_task(buy())
    try:
        await asyncio.wait_for(asyncio.shield(buying), timeout=3)
    except TimeoutError:
        print("in time: False")
    await asyncio.sleep(3)  # other work


if __name__ == "__main__":
    asyncio.run(main())
