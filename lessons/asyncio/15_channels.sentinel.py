import asyncio

NO_MORE = None


async def send_two(inbox, orders):
    for order in orders:
        await asyncio.sleep(1)
        await inbox.put(order)
    await inbox.put(NO_MORE)


async def main():
    inbox = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        group.create_task(send_two(inbox, ["tea", "cake"]))
        group.create_task(send_two(inbox, ["coffee", "bread"]))
        senders = 2
        while senders:
            order = await inbox.get()
            if order is NO_MORE:
                senders -= 1
            else:
                print(order)
    print("no sender is left")


asyncio.run(main())
