export const metadata = { title: 'Check out' };

export default function CheckOut() {
  return <h1>Check out</h1>;
}
