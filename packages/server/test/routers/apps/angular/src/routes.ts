import { Component, inject } from '@angular/core';
import { Title } from '@angular/platform-browser';
import type { ActivatedRouteSnapshot, Routes } from '@angular/router';

@Component({ selector: 'app-page', template: '<h1>{{ title.getTitle() }}</h1>' })
class Page {
  protected readonly title = inject(Title);
}

export const routes: Routes = [
  { path: '', pathMatch: 'full', title: 'Home', component: Page },
  { path: 'hats', title: 'Hats', component: Page },
  { path: 'hats/:id', title: ({ params }: ActivatedRouteSnapshot) => `Hat ${params.id}`, component: Page },
  { path: 'checkout', title: 'Check out', component: Page },
  { path: 'account', redirectTo: 'login' },
  { path: 'login', title: 'Log in', component: Page },
];
