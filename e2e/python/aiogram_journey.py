"""aiogram: an API server of one's own, long polling."""

import asyncio

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramMigrateToChat
from aiogram.types import ChatJoinRequest, ChatMemberUpdated, Message

from bot_lines import (
    WANTED, WELCOME, note, note_member, note_message, note_request, place, serve,
)

bot = Bot(
    place['token'],
    session=AiohttpSession(api=TelegramAPIServer.from_base(place['apiRoot'])),
)
dispatcher = Dispatcher()


@dispatcher.message(F.text, F.chat.type == 'private')
async def answer(message: Message):
    note_message(message)
    await message.answer(f'I heard: {message.text}')


@dispatcher.message()
async def hear(message: Message):
    note_message(message)


@dispatcher.chat_join_request()
async def decide(request: ChatJoinRequest):
    note_request(request)
    welcome = request.from_user.first_name == WELCOME
    await (request.approve() if welcome else request.decline())
    note('approved' if welcome else 'declined', request.chat, user=request.from_user.id)


@dispatcher.chat_member()
async def member(update: ChatMemberUpdated):
    note_member('chat_member', update)


@dispatcher.my_chat_member()
async def myself(update: ChatMemberUpdated):
    note_member('my_chat_member', update)


async def moved(chat):
    try:
        await bot.send_message(chat, 'Is somebody here?')
    except TelegramMigrateToChat as error:
        return error.migrate_to_chat_id


async def main():
    polling = asyncio.create_task(dispatcher.start_polling(
        bot, allowed_updates=WANTED, handle_signals=False, close_bot_session=False,
    ))
    await serve(bot, moved)
    await dispatcher.stop_polling()
    await polling
    await bot.session.close()


asyncio.run(main())
