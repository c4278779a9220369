import asyncio


class Order:
    """An order that is not placed before it is awaited."""

    def __init__(self, dish):
        self.dish = dish

    def plus(self, extra):
        self.dish += f" with {extra}"
        return self

    def __await__(self):
        return self.serve().__await__()

    async def serve(self):
        await asyncio.sleep(1)
        return f"one {self.dish}"


async def main():
    print(await Order("soup").plus("bread"))


if __name__ == "__main__":
    asyncio.run(main())
