export async function generateMetadata({ params }) {
  return { title: `Hat ${(await params).id}` };
}

export default async function Hat({ params }) {
  return <h1>Hat {(await params).id}</h1>;
}
