export const meta = () => [{ title: 'Log in' }];

export default function LogIn() {
  return <h1>Log in</h1>;
}
