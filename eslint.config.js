'use strict';
const { builtinModules } = require('node:module');
const js = require('@eslint/js');
const { defineConfig } = require('eslint/config');
const tseslint = require('typescript-eslint');

const tests = ['**/*.test.ts'];
const pure = ['harness/{sim,explore,scenario,report}/**/*.ts', 'models/**/*.ts'];
const oneDoor = 'Nondeterminism enters through choose() and nowhere else; effects live in harness/cli.';
const restricted = (names) => names.map((name) => ({ name, message: oneDoor }));

module.exports = defineConfig(
  { ignores: ['dist/', 'coverage/', 'results/', 'bench/out/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      // A routine that only calls others, or does nothing yet, is still a generator.
      'require-yield': 'off',
      'no-restricted-syntax': ['error', { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // `interface Routine extends Generator<...> {}` is how a recursive type gets its name.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['harness/cli/**', 'bench/**', 'scripts/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: pure,
    ignores: tests,
    rules: {
      'no-restricted-globals': [
        'error',
        ...restricted(['Date', 'Promise', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']),
        ...restricted(['process', 'performance', 'crypto', 'require', 'globalThis', 'WeakRef', 'FinalizationRegistry']),
      ],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: oneDoor }],
      'no-restricted-imports': [
        'error',
        { paths: restricted(builtinModules), patterns: [{ group: ['node:*'], message: oneDoor }] },
      ],
    },
  },
  {
    files: tests,
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.js'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: {
        module: 'readonly',
        require: 'readonly',
        process: 'readonly',
        console: 'readonly',
        __dirname: 'readonly',
        __filename: 'readonly',
      },
    },
  },
);
