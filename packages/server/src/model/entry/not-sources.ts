/**
 * Where visitors come back from when they pay, by domain: payment pages, wallets and the banks' checks of cards (3-D
 * Secure). The session began elsewhere.
 */
const PAYMENT_PROVIDERS = `
  2checkout.com adyen.com adyenpayments.com afterpay.com affirm.com alipay.com amazonpay.com arcot.com authorize.net
  bluesnap.com braintreegateway.com buckaroo.nl cardinalcommerce.com ccbill.com checkout.com cybersource.com
  datatrans.com dotpay.pl easypay.pt epay.dk eway.com.au fastspring.com giropay.de gocardless.com ideal.nl
  instamojo.com klarna.com klarnapayments.com lemonsqueezy.com mercadopago.com mollie.com monei.com multisafepay.com
  nets.eu nexigroup.com ogone.com paddle.com pagseguro.uol.com.br pay.amazon.com pay.google.com pay.nl paybox.com
  paydirekt.de payfast.co.za payments.amazon.com paylike.io paymentwall.com paypal.com payplug.com
  paysafecard.com paystack.com paytm.in payu.com payu.in payzen.eu przelewy24.pl quickpay.net razorpay.com redsys.es
  sagepay.com saferpay.com securesuite.co.uk securetrading.net sibs.pt skrill.com sofort.com squareup.com stripe.com
  stripe.network swish.nu tpay.com trustly.com twint.ch unzer.com verifone.cloud viva.com vivapayments.com
  vipps.no wirecard.com worldline-solutions.com worldpay.com yookassa.ru`;

/** Domains whose owners send made-up referrers, so that somebody looks them up. */
const REFERRER_SPAM = `
  100dollars-seo.com 4webmasters.org 7makemoneyonline.com anticrawler.org best-seo-offer.com
  best-seo-solution.com bestwebsitesawards.com blackhatworth.com bottraffic.live buttons-for-website.com
  buttons-for-your-website.com buy-cheap-online.info cenoval.ru co.lumb.co cyprusbuyproperties.com darodar.com
  descargar-musica-gratis.net e-buyeasy.com econom.co event-tracking.com floating-share-buttons.com forum69.info
  free-share-buttons.com free-social-buttons.com free-traffic.xyz get-free-social-traffic.com get-free-traffic-now.com
  googlsucks.com guardlink.org hulfingtonpost.com humanorightswatch.org ilovevitaly.co ilovevitaly.com ilovevitaly.ru
  iskalko.ru kambasoft.com kumpulkreasi.info o-o-6-o-o.com o-o-8-o-o.com
  offers.bycontext.com pornhub-forum.ga priceg.com rank-checker.online rankings-analytics.com
  ranksonic.info ranksonic.net ranksonic.org sanjosestartups.com savetubevideo.com
  screentoolkit.com semalt.com semaltmedia.com seo-platform.com seoexperimenty.ru sexyali.com sharebutton.net
  simple-share-buttons.com site-auditor.online slftsdybbg.ru social-buttons.com
  socialseet.ru success-seo.com superiends.org theguardlan.com traffic2cash.org traffic2cash.xyz traffic2money.com
  trafficbot.life trafficmonetize.org trafficmonetizer.org uptime-alpha.net videos-for-your-business.com
  vodkoved.ru webmaster-traffic.com webmonetizer.net website-analyzer.info websites-reviews.com
  xn--80aaaks3bbhabgbigamdr2h.xn--p1ai yourserverisdown.com`;

/** Domains that are nobody's source; their subdomains neither. A visit from them is counted like any other. */
export const NOT_SOURCES: ReadonlySet<string> = new Set(
  `${PAYMENT_PROVIDERS} ${REFERRER_SPAM}`.split(/\s+/).filter((domain) => domain !== ''),
);
