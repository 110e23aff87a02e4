export const meta = () => [{ title: 'Hats' }];

export default function Hats() {
  return <h1>Hats</h1>;
}
