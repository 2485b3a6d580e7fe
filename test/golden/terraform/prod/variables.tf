variable "origin_token" {
  type        = string
  description = "Parameter OriginToken, as the stack shop-prod-cdn has it: README.md says how it's read"
  sensitive   = true
}
