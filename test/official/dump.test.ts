import { writeFileSync } from 'node:fs'
import { it } from 'vitest'
import { tellStory } from './story/index.ts'
import { createTeller } from './teller.ts'
import { openOfficialWorld } from './world.ts'
it('dumps', async () => {
  const t = await createTeller(await openOfficialWorld())
  await tellStory(t).catch((e) => { console.log(e) })
  writeFileSync('/tmp/came.json', JSON.stringify(t.told))
  await t.close()
})
