import asyncio

accounts = {"checking": 100, "savings": 0}


async def save_30(lock):
    async with lock:
        accounts["checking"] -= 30
        await asyncio.sleep(2)  # somebody has to agree
        accounts["savings"] += 30


async def main():
    lock = asyncio.Lock()
    try:
        await asyncio.wait_for(save_30(lock), timeout=1)
    except TimeoutError:
        print("timed out")
    async with lock:
        print(accounts)


if __name__ == "__main__":
    asyncio.run(main())
