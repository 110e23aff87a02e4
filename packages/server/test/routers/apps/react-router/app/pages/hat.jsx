export const meta = ({ params }) => [{ title: `Hat ${params.id}` }];

export default function Hat({ params }) {
  return <h1>Hat {params.id}</h1>;
}
