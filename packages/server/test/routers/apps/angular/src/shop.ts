import { afterNextRender, Component, inject } from '@angular/core';
import { Router, RouterLink, RouterOutlet } from '@angular/router';

@Component({
  selector: 'app-root',
  imports: [RouterLink, RouterOutlet],
  template: `
    <nav>
      <a routerLink="/">Home</a>
      <a routerLink="/hats">Hats</a>
      <a routerLink="/hats" [queryParams]="{ size: 'large' }">Large hats</a>
      <a routerLink="/hats" [queryParams]="{ q: 'red' }" fragment="reviews">Reviews</a>
      <a routerLink="/hats/7">Hat 7</a>
      <a routerLink="/account">Account</a>
      <button type="button" (click)="replace('/hats?q=red')">Search</button>
      <button type="button" (click)="replace('/checkout')">Check out</button>
    </nav>
    <router-outlet />
  `,
})
export class Shop {
  private readonly router = inject(Router);

  constructor() {
    afterNextRender(() => {
      document.body.dataset.ready = 'true';
    });
  }

  protected replace(url: string): void {
    this.router.navigateByUrl(url, { replaceUrl: true });
  }
}
