#!/bin/sh
# The Bot API document's own command, with localgram's address and a bot's token in the place of
# Telegram's. Start localgram with `npm start`, then:
#
#     sh export-chat-invite-link.sh 123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11 @username
#
# The first screen of localgram shows a token. 42, the document's own chat_id, is the id of nobody:
# "Bad Request: chat not found".
url=${LOCALGRAM_URL:-http://127.0.0.1:4430}
token=$1
chat=${2:-42}

case $chat in
@*) chat="\"$chat\"" ;;
esac

curl \
 -X POST "$url/bot$token/exportChatInviteLink" \
 -H "Content-Type: application/json" \
 -d "{\"chat_id\":$chat}"
