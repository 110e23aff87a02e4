import { index, route } from '@react-router/dev/routes';

export default [
  index('pages/home.jsx'),
  route('hats', 'pages/hats.jsx'),
  route('hats/:id', 'pages/hat.jsx'),
  route('checkout', 'pages/check-out.jsx'),
  route('account', 'pages/account.jsx'),
  route('login', 'pages/log-in.jsx'),
];
