import { bootstrapApplication } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import { routes } from './routes';
import { Shop } from './shop';

bootstrapApplication(Shop, { providers: [provideRouter(routes)] });
