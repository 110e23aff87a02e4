import node from '@astrojs/node';

export default {
  adapter: node({ mode: 'standalone' }),
  output: 'server',
  prefetch: true,
  redirects: { '/account': '/login' },
};
