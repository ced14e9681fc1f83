import type { SubjectTask, SubjectTasks } from './bench.ts';

type Performer<Task extends SubjectTask> = (
  request: SubjectTasks[Task]['request'],
) => Promise<SubjectTasks[Task]['answer']>;

/** Loaded when asked for: a task is not to pay for the start of what it doesn't use. */
const parts = () => import('./subject-parts.ts');
const performers = {
  head: async (request) => (await parts()).animate(request),
  prepare: async (request) => (await parts()).prepare(request),
  montage: async (request) => (await parts()).montage(request),
  montages: async (request) => (await parts()).montages(request),
  preview: async (request) => (await parts()).preview(request),
  stills: async (request) => (await import('./subject-stills.ts')).stills(request),
  order: async (request) => (await import('./subject-order.ts')).order(request),
} satisfies { [Task in SubjectTask]: Performer<Task> };

/** Does one piece of the product's work in this process and answers with a line of JSON. */
const [task = '', request = '{}'] = process.argv.slice(2);
if (!(task in performers)) {
  throw new Error(`There is no task ${task}; there are ${Object.keys(performers).join(', ')}.`);
}
const perform = performers[task as SubjectTask] as Performer<SubjectTask>;
console.log(JSON.stringify(await perform(JSON.parse(request))));
