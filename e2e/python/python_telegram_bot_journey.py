"""python-telegram-bot: a base URL of one's own, long polling."""

import asyncio

from telegram.error import ChatMigrated
from telegram.ext import (
    ApplicationBuilder, ChatJoinRequestHandler, ChatMemberHandler, MessageHandler, filters,
)

from bot_lines import (
    WANTED, WELCOME, note, note_member, note_message, note_request, place, serve,
)


async def answer(update, context):
    note_message(update.message)
    await update.message.reply_text(f'I heard: {update.message.text}')


async def hear(update, context):
    note_message(update.message)


async def decide(update, context):
    request = update.chat_join_request
    note_request(request)
    welcome = request.from_user.first_name == WELCOME
    await (request.approve() if welcome else request.decline())
    note('approved' if welcome else 'declined', request.chat, user=request.from_user.id)


async def member(update, context):
    note_member('chat_member', update.chat_member)


async def myself(update, context):
    note_member('my_chat_member', update.my_chat_member)


async def main():
    url = f"{place['apiRoot']}/bot"
    application = ApplicationBuilder().token(place['token']).base_url(url).build()
    application.add_handler(MessageHandler(filters.TEXT & filters.ChatType.PRIVATE, answer))
    application.add_handler(MessageHandler(filters.ALL, hear))
    application.add_handler(ChatJoinRequestHandler(decide))
    application.add_handler(ChatMemberHandler(member, ChatMemberHandler.CHAT_MEMBER))
    application.add_handler(ChatMemberHandler(myself, ChatMemberHandler.MY_CHAT_MEMBER))

    async def moved(chat):
        try:
            await application.bot.send_message(chat, 'Is somebody here?')
        except ChatMigrated as error:
            return error.new_chat_id

    async with application:
        await application.start()
        await application.updater.start_polling(allowed_updates=WANTED)
        await serve(application.bot, moved)
        await application.updater.stop()
        await application.stop()


asyncio.run(main())
