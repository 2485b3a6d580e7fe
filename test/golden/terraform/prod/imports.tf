import {
  to = aws_cloudformation_stack.shared
  id = "shop-shared"
}

import {
  to = aws_cloudformation_stack.cdn
  id = "shop-prod-cdn"
}

import {
  to = aws_cloudformation_stack.environment
  id = "shop-prod"
}

import {
  to = aws_cloudformation_stack.database_db
  id = "shop-prod-db"
}

import {
  to = aws_cloudformation_stack.service_backend
  id = "shop-prod-backend"
}

import {
  to = aws_cloudformation_stack.service_frontend
  id = "shop-prod-frontend"
}

import {
  to = aws_cloudformation_stack.service_order-mailer
  id = "shop-prod-order-mailer"
}
