"""The reference: a consumer as in Channels' documentation, with one channel and one send per socket."""

from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.layers import get_channel_layer


class StockConsumer(AsyncJsonWebsocketConsumer):
    channel_layer_alias = "stock"

    async def connect(self):
        await self.channel_layer.group_add("everybody", self.channel_name)
        await self.accept()

    async def disconnect(self, code):
        await self.channel_layer.group_discard("everybody", self.channel_name)

    async def update(self, event):
        await self.send_json(event["message"])


async def send(message):
    await get_channel_layer("stock").group_send("everybody", {"type": "update", "message": message})
