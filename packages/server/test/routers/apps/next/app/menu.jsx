'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

export function Menu() {
  const router = useRouter();
  useEffect(() => {
    document.body.dataset.ready = 'true';
  }, []);
  return (
    <nav>
      <Link href="/">Home</Link> <Link href="/hats">Hats</Link> <Link href="/hats?size=large">Large hats</Link>{' '}
      <Link href="/hats?q=red#reviews">Reviews</Link> <Link href="/hats/7">Hat 7</Link>{' '}
      <Link href="/account">Account</Link>{' '}
      <button type="button" onClick={() => router.replace('/hats?q=red')}>
        Search
      </button>{' '}
      <button type="button" onClick={() => router.replace('/checkout')}>
        Check out
      </button>
    </nav>
  );
}
