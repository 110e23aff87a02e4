import { Menu } from './menu.jsx';

export default function Layout({ children }) {
  return (
    <html lang="en">
      <head>
        <script defer src="http://stats.example/t.js" data-site="site-p1" />
      </head>
      <body>
        <Menu />
        {children}
      </body>
    </html>
  );
}
