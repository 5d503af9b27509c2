# aiogram: a bot that lets in whoever asks. Start localgram with `npm start`, then here:
#
#     pip install aiogram==3.31.0
#     python bot.py
#
# Ctrl+C ends it.
import asyncio
import json
import os
import urllib.request

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import ChatJoinRequest

url = os.environ.get('LOCALGRAM_URL', 'http://127.0.0.1:4430')
# The control API tells the token, so that nobody has to copy it.
token = json.load(urllib.request.urlopen(f'{url}/control/v1/bots'))[0]['token']

bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
dispatcher = Dispatcher()


@dispatcher.chat_join_request()
async def let_in(request: ChatJoinRequest):
    await request.approve()
    print(f'let {request.from_user.first_name} into {request.chat.title}', flush=True)


async def main():
    link = await bot.create_chat_invite_link('@username', creates_join_request=True)
    print(f'ask to join by {link.invite_link}', flush=True)
    await dispatcher.start_polling(bot)


asyncio.run(main())
