# python-telegram-bot: a bot that lets in whoever asks. Start localgram with `npm start`, then here:
#
#     pip install python-telegram-bot==22.8
#     python bot.py
#
# Ctrl+C ends it.
import json
import os
import urllib.request

from telegram.ext import ApplicationBuilder, ChatJoinRequestHandler

url = os.environ.get('LOCALGRAM_URL', 'http://127.0.0.1:4430')
# The control API tells the token, so that nobody has to copy it.
token = json.load(urllib.request.urlopen(f'{url}/control/v1/bots'))[0]['token']


async def let_in(update, context):
    request = update.chat_join_request
    await request.approve()
    print(f'let {request.from_user.first_name} into {request.chat.title}', flush=True)


async def begin(application):
    link = await application.bot.create_chat_invite_link('@username', creates_join_request=True)
    print(f'ask to join by {link.invite_link}', flush=True)


builder = ApplicationBuilder().token(token).post_init(begin)
# The token comes right behind the word.
application = builder.base_url(f'{url}/bot').build()
application.add_handler(ChatJoinRequestHandler(let_in))
application.run_polling()
