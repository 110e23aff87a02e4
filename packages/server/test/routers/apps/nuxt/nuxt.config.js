export default defineNuxtConfig({
  telemetry: false,
  app: {
    head: { script: [{ src: 'http://stats.example/t.js', defer: true, 'data-site': 'site-p1' }] },
  },
});
