// The document's example takes `apiId` and `apiHash` for given. This preload gives them; localgram takes
// any. Run the example, with a session string filled in, as
//
//     npm install
//     node -r ./api-id.cjs export-chat-invite.js
globalThis.apiId = 12345
globalThis.apiHash = '0123456789abcdef0123456789abcdef'
