import { useEffect } from 'react';
import { Link, Links, Meta, Outlet, Scripts, ScrollRestoration, useNavigate } from 'react-router';

export default function Root() {
  const navigate = useNavigate();
  useEffect(() => {
    document.body.dataset.ready = 'true';
  }, []);
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <script defer src="http://stats.example/t.js" data-site="site-p1" />
        <Meta />
        <Links />
      </head>
      <body>
        <nav>
          <Link to="/">Home</Link> <Link to="/hats">Hats</Link> <Link to="/hats?size=large">Large hats</Link>{' '}
          <Link to="/hats?q=red#reviews">Reviews</Link> <Link to="/hats/7">Hat 7</Link>{' '}
          <Link to="/account">Account</Link>{' '}
          <button type="button" onClick={() => navigate('/hats?q=red', { replace: true })}>
            Search
          </button>{' '}
          <button type="button" onClick={() => navigate('/checkout', { replace: true })}>
            Check out
          </button>
        </nav>
        <Outlet />
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}
