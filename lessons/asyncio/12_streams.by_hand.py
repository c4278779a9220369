import asyncio


class Doubling:
    def __init__(self, most):
        self.seconds = 1
        self.most = most

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.seconds > self.most:
            raise StopAsyncIteration
        seconds = self.seconds
        await asyncio.sleep(seconds)
        self.seconds *= 2
        return seconds


async def main():
    async for seconds in Doubling(most=4):
        print(f"out: {seconds}")


asyncio.run(main())
