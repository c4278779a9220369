import asyncio

messages_read = 0


async def read_all(messages):
    global messages_read
    for _ in range(300):
        await messages.get()
        messages_read += 1
    print(f"all {messages_read} are read")


async def look():
    print(f"{messages_read} are read")


async def main():
    messages = asyncio.Queue()
    for message in range(300):
        messages.put_nowait(message)
    await asyncio.gather(read_all(messages), look())


if __name__ == "__main__":
    asyncio.run(main())
