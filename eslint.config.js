import js from '@eslint/js'
import tseslint from 'typescript-eslint'

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      'e2e/node_modules/',
      'e2e/python/.venv/',
      'src/tl/generated/',
      'src/core/generated/',
      '.localgram/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // Messages are built from numbers all the time.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // A domain function without an await still belongs to an asynchronous interface.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Rules and parts are plain objects of closures; none uses `this`.
      '@typescript-eslint/unbound-method': 'off',
      // Texts are counted in code points on purpose: that is how Telegram counts names and titles.
      '@typescript-eslint/no-misused-spread': 'off',
      'no-console': 'error',
    },
  },
  {
    // A test may replace the global ones; `core/timers.ts` has Node's own.
    files: ['src/**'],
    ignores: ['**/*.test.ts', '**/testing.ts', '**/*-testing.ts', '**/conformance/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...[
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'setImmediate',
          'clearImmediate',
          'queueMicrotask',
          'performance',
        ].map((name) => ({ name, message: 'Import it from core/timers.ts.' })),
      ],
      'no-restricted-properties': [
        'error',
        {
          object: 'Date',
          property: 'now',
          message: 'Use the clock, or wallNow of core/timers.ts.',
        },
        { object: 'process', property: 'nextTick', message: 'Import it from core/timers.ts.' },
        { object: 'process', property: 'hrtime', message: 'Use performance of core/timers.ts.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Use the clock, or wallNow of core/timers.ts.',
        },
      ],
    },
  },
  {
    files: ['tools/**', 'bench/**', 'e2e/**', 'examples/**', 'src/cli/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.test.ts', '**/*.e2e.ts', '**/conformance/**', 'e2e/**'],
    rules: {
      // expect.any() and its kin are typed any; a missing value fails the test anyway.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // The examples are the documents' own text; they are plain scripts in the documents' own style.
    files: ['examples/**', 'e2e/**/*.{js,mjs,cjs}', '*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: {
        process: 'readonly',
        apiId: 'readonly',
        apiHash: 'readonly',
        console: 'readonly',
        fetch: 'readonly',
        require: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
)
