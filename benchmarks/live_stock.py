"""The reference: what Channels' own documentation teaches, one channel a consumer and one send each."""

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
