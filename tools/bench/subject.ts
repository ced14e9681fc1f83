import type { SubjectTask, SubjectTasks } from './bench.ts';
import { animate, montage, prepare, preview, still } from './subject-parts.ts';
import { order } from './subject-order.ts';

type Performer<Task extends SubjectTask> = (
  request: SubjectTasks[Task]['request'],
) => Promise<SubjectTasks[Task]['answer']>;

const performers = { head: animate, prepare, montage, order, preview, still } satisfies {
  [Task in SubjectTask]: Performer<Task>;
};

/** Does one piece of the product's work in this process and answers with a line of JSON. */
const [task = '', request = '{}'] = process.argv.slice(2);
if (!(task in performers))
  throw new Error(`There is no task ${task}; there are ${Object.keys(performers).join(', ')}.`);
const perform = performers[task as SubjectTask] as Performer<SubjectTask>;
console.log(JSON.stringify(await perform(JSON.parse(request))));
