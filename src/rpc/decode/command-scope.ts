import type { CommandList } from '../../domain/bots/commands.ts'
import { resolveScope, type GivenScope } from '../../domain/bots/command-scope.ts'
import type { TypeBotCommandScope } from '../../tl/generated/base.ts'
import type { RpcContext } from '../method.ts'
import { inputPeer, inputUser } from './peer.ts'

/** Which list of commands a request names. @throws as `resolveScope` */
export async function commandList(
  { u, caller }: Pick<RpcContext, 'u' | 'caller'>,
  { scope, langCode }: { readonly scope: TypeBotCommandScope; readonly langCode: string },
): Promise<CommandList> {
  return { scope: await resolveScope(u, caller, givenScope(scope)), languageCode: langCode }
}

/** The domain's form of a TL BotCommandScope (https://core.telegram.org/type/BotCommandScope). */
function givenScope(scope: TypeBotCommandScope): GivenScope {
  switch (scope._) {
    case 'botCommandScopeDefault':
      return { kind: 'default' }
    case 'botCommandScopeUsers':
      return { kind: 'all_private_chats' }
    case 'botCommandScopeChats':
      return { kind: 'all_group_chats' }
    case 'botCommandScopeChatAdmins':
      return { kind: 'all_chat_administrators' }
    case 'botCommandScopePeer':
      return { kind: 'chat', peer: inputPeer(scope.peer) }
    case 'botCommandScopePeerAdmins':
      return { kind: 'chat_administrators', peer: inputPeer(scope.peer) }
    case 'botCommandScopePeerUser':
      return { kind: 'chat_member', peer: inputPeer(scope.peer), user: inputUser(scope.userId) }
  }
}
